"""Sites and columns: how they are made, changed, moved, closed and archived, and what is not kept up."""
