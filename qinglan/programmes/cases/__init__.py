"""An application from the first answer to its dossier: what its applicant sees and hears."""
