"""The parts of step 2's page, one file each."""
