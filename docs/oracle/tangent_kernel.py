"""f, a gradient and the tangent kernel of a fully connected net by PyTorch's autograd, against Gramflow's.

    gramflow gram --data X.npy --kernel ntk --model mlp:5-8-8-2:tanh --save-weights net.npz --out K.npy
    python3 tangent_kernel.py X.npy net.npz tanh K.npy

Needs Debian's python3-torch. Ends with 1 if an entry of K is off by more than 1e-10 of the largest (1e-4 for a K of single precision), or K is not symmetric.
Standard parameterisation; rows and columns of K are in the order n,o,n,o.
"""

import sys

import numpy as np
import torch

ACTIVATIONS = {
    "relu": torch.relu,
    "tanh": torch.tanh,
    "erf": torch.erf,
    "softplus": torch.nn.functional.softplus,
    "sigmoid": torch.sigmoid,
    "gelu": torch.nn.functional.gelu,
    "identity": lambda z: z,
}


def main(examples, weights, activation, kernel):
    torch.set_default_dtype(torch.float64)
    x = torch.tensor(np.load(examples).astype(np.float64))
    file = np.load(weights)
    numbers = sorted({int(key.split(".")[-2]) for key in file.files})
    prefix = file.files[0].split(f"{numbers[0]}.")[0]
    parameters = []
    for k in numbers:
        weight = torch.tensor(file[f"{prefix}{k}.weight"].astype(np.float64), requires_grad=True)
        bias = f"{prefix}{k}.bias"
        parameters.append([weight] + ([torch.tensor(file[bias].astype(np.float64), requires_grad=True)] if bias in file.files else []))

    a = x
    for layer, parts in enumerate(parameters):
        z = a @ parts[0].T + (parts[1] if len(parts) == 2 else 0)
        a = z if layer == len(parameters) - 1 else ACTIVATIONS[activation](z)
    flat = [part for parts in parameters for part in parts]
    rows = []
    for value in a.reshape(-1):
        gradients = torch.autograd.grad(value, flat, retain_graph=True)
        rows.append(torch.cat([g.reshape(-1) for g in gradients]))
    j = torch.stack(rows)
    expected = (j @ j.T).numpy()

    found = np.load(kernel)
    if found.shape != expected.shape:
        sys.exit(f"{kernel} has shape {found.shape}, expected {expected.shape}")
    error = np.abs(found - expected).max() / np.abs(expected).max()
    allowed = 1e-10 if found.dtype == np.float64 else 1e-4
    symmetric = np.array_equal(found, found.T)
    print(f"{kernel}: off by {error:.1e} of its largest entry, allowed {allowed:.0e}; symmetric to the bit: {symmetric}")
    sys.exit(0 if error <= allowed and symmetric else 1)


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[3] not in ACTIVATIONS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
