"""The parts that several vendors' folders share."""
