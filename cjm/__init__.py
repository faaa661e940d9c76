"""The method: commands, views, rules and figures. Imports ``db``, never Streamlit."""
