"""Floor 3: the technology market. Technologies, needs, and the gate through which they become public."""
