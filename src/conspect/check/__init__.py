"""Find the mistake in somebody's own training code."""
