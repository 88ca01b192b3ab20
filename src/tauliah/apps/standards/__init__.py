"""Cut scores: standard-setting studies, the standard in force, and how forms are equated to it."""
