"""How good the answers are: metrics per question and as means, reports, plots, comparisons."""
