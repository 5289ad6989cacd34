"""How the attribution tagger was trained: examples, training, export, scores."""
