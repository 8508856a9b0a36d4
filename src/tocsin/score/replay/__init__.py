"""Past forecasts made again from what was known then, beside baselines and peers, and scored."""
