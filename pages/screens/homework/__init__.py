"""Parts of the facilitator's page of homework."""
