"""The sampled stock-and-flow: the model, its sampler, what it reads, stored fits and their checks."""
