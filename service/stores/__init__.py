"""Everything kept in Redis or Valkey."""
