"""The GraphQL contract: one file a noun."""
