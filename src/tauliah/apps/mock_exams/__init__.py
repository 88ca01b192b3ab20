"""Mock exams: practice in exam conditions, from the practice pool."""
