"""The pure core: values in, values out; no framework, clock, network or hidden state."""
