"""Tables of files, papers and certificates."""

from qinglan.kernel.documents.models.certificate import Certificate
from qinglan.kernel.documents.models.file import StoredFile
from qinglan.kernel.documents.models.paper import Comparison, Form, Paper, PaperState, Taking

__all__ = ["Certificate", "Comparison", "Form", "Paper", "PaperState", "StoredFile", "Taking"]
