"""How well a role and a person suit each other: fit, with the person as a team of one."""
