"""model.onnx by ONNX Runtime (onnxruntime.ai), on the processor."""

import os

import onnxruntime

MODEL = 'model.onnx'


class Session:
    """The model in one of the folders: the first that has one."""

    def __init__(self, *folders):
        self.folder = next((folder for folder in folders if os.path.exists(os.path.join(folder, MODEL))), None)
        if self.folder is None:
            raise FileNotFoundError('There is no %s in %s.' % (MODEL, folders[0]))
        path = os.path.join(self.folder, MODEL)
        self.session = onnxruntime.InferenceSession(path, providers=['CPUExecutionProvider'])
        self.inputs = [given.name for given in self.session.get_inputs()]
        self.outputs = [made.name for made in self.session.get_outputs()]
        self.metadata = self.session.get_modelmeta().custom_metadata_map

    def run(self, **feeds):
        """Arrays by name, from arrays by name."""
        return dict(zip(self.outputs, self.session.run(self.outputs, feeds)))
