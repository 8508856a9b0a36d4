"""The sampler and the model it compiles: one density pinned to the model's version, and no second compilation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tocsin.programme.fit.inputs import FROM_TABLE, MODEL_VERSION

pytest.importorskip("numpyro")

MONTHS, CLAIMS, ORIGINS = 6, 4, 3


def invented(seed: int = 3) -> dict[str, Any]:
    """Six months with five counts and a point, a floor, a plan and a stock claim, all made up."""
    rng = np.random.default_rng(seed)
    month = np.arange(MONTHS, dtype=float)
    seen = month < 5
    data: dict[str, Any] = {"prior": {name: (0.1 * at, 0.5) for at, name in enumerate(FROM_TABLE)}}
    data |= {
        "month": month,
        "other_ramp": month / 10,
        "decoys_known": (month > 2).astype(float),
        "early": month < 2,
    }
    data |= {"launched": np.round(rng.uniform(1, 40, MONTHS)), "seen": seen}
    for name in ("strike_night", "decoy", "leak"):
        data |= {f"{name}_logit": rng.normal(size=MONTHS), f"{name}_seen": seen & (month > 2)}
    data |= {
        name: np.zeros(CLAIMS)
        for name in ("has_low", "has_high", "is_plan", "is_stock", "is_share", "is_point")
    }
    data |= {"low": np.array([2.0, 3.0, 3.5, 1.0]), "high": np.array([2.0, 0.0, 0.0, 2.0]), "lapse": 0.15}
    data["is_point"][0] = data["has_low"][1] = data["has_low"][2] = data["is_plan"][2] = 1.0
    data["has_low"][3] = data["has_high"][3] = data["is_stock"][3] = 1.0
    data |= {
        "weight": np.array([1.0, 0.5, 0.5, 1.0]),
        "spread": np.full(CLAIMS, 0.4),
        "offset": np.full(CLAIMS, 0.5),
    }
    data["weights"], data["scopes"] = np.tri(CLAIMS, MONTHS, 1), np.zeros((CLAIMS, 5))
    data["scopes"][[0, 1, 2], [0, 3, 1]] = 1.0
    data["origins"] = np.array([[1.0, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]])
    return data


def test_the_density_belongs_to_the_model_s_version() -> None:
    """Kept fits are found again by version and inputs: a change of the model must change its version."""
    from numpyro.infer.util import log_density

    from tocsin.programme.fit import stockflow

    data = invented()
    point = {name: np.asarray(data["prior"][name][0] + 0.2) for name in stockflow.PRIORS}
    point |= {name: np.linspace(-1, 1, MONTHS) for name in stockflow.SHOCKS}
    point["origin_bias"] = np.array([0.3, -0.2, 0.1])
    density = float(log_density(stockflow.model, (data,), {}, point)[0])
    assert (MODEL_VERSION, density) == ("2", pytest.approx(DENSITY, rel=1e-6))


DENSITY = -3654.3832421594684  # renew together with MODEL_VERSION


def test_another_record_compiles_nothing() -> None:
    from tocsin.programme.fit import sampler

    made = [sampler.sample(invented(seed), seed=1, warm_up=20, samples=10, chains=2) for seed in (3, 4)]
    assert sampler._chain(20, 10)._cache_size() == 1
    assert made[0].draws["start"].shape == (2, 10)
    assert made[0].draws["path_made"].shape == (2, 10, MONTHS, 5)
    assert not np.allclose(made[0].draws["growth"], made[1].draws["growth"])
    again = sampler.sample(invented(3), seed=1, warm_up=20, samples=10, chains=2)
    assert np.array_equal(made[0].draws["growth"], again.draws["growth"])


def test_chains_start_apart_and_at_the_prior() -> None:
    import jax

    from tocsin.programme.fit import sampler, stockflow

    data = invented()
    states = [sampler._scattered(jax.random.PRNGKey(seed), data) for seed in range(200)]
    found = np.array([[float(state[name]) for name in stockflow.PRIORS] for state in states])
    means = np.array([data["prior"][name][0] for name in stockflow.PRIORS])
    assert found.mean(axis=0) == pytest.approx(means, abs=0.1)
    assert found.std(axis=0) == pytest.approx(np.full(len(means), 0.5 * sampler.SCATTER), rel=0.25)
