"""The engine for what outgrows one machine: Milvus, shared by all nodes; see docs/search.md."""
