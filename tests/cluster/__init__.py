"""A real cluster for tests: OpenSearch's own server on this machine, made of the artifacts that Maven Central has."""
