"""What the map says: where it hurts, sticks and leaks, how sure we are, and who was heard."""

from cjm.insights.parts import Explained, Heard, Insights, Leaving, StageInsight, Standout, Voice
from cjm.insights.reading import insights, insights_now

__all__ = ["Explained", "Heard", "Insights", "Leaving", "StageInsight", "Standout", "Voice", "insights", "insights_now"]
