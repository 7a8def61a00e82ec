"""The parts of make_samples.py: Word files, page pictures, ink, signed PDF, truth, hostile files."""
