"""Annual reports as records: uploaded, read, corrected, published, withdrawn."""
