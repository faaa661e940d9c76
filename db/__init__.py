"""Tables, engines and migrations. Knows nothing of the method: rules live in ``cjm``."""
