"""The pages: addresses, permissions, templates, languages and the design system."""
