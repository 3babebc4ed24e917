"""What `finder doctor` looks at: each check looks at one part of an installation and says what it found and what to do."""
