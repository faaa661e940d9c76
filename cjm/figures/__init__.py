"""Pictures that Plotly draws, and the geometry behind them."""
