"""Reviews and lawsuits 行政复议、行政诉讼 about an agency's answers: their course, terms and place in table 四."""
