"""Annual reports as documents: reading, checking, comparing, writing. No Django."""
