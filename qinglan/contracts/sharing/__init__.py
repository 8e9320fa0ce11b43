"""Income from service inventions 职务成果: from disclosure to the inventors' share and the unit's yearly report."""
