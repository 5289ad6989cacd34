"""Pages, feeds and sitemaps from the network: fetched from public addresses alone, and politely."""
