"""The search engine's benchmarks: speed against Lucene, and quality."""
