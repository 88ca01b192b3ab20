"""What the house holds of a person: given to them, erased when it is decided, ended in time."""
