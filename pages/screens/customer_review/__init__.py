"""Parts of the facilitator's page of the customers' turn."""
