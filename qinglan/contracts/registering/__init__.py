"""技术合同认定登记: what is prepared and followed here; registered it is in the national system."""
