"""Who is meant: pronouns, descriptions and name variants to one actor."""
