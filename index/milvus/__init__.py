"""Milvus as the home of an archive: milvus-lite, a standalone server or a cluster, by the same code."""
