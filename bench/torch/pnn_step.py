"""Training steps of a printed neural network in PyTorch: what `pnn-step` is compared with.

    python3 pnn_step.py PROBLEM.json float32|float64

The network is that of hillock's ideal layers: signed weights, negative ones through a negative-weight circuit of their input, a
tanh-like circuit behind each column, the numbers of their curves by surrogates of the component values, all components with a
variation of their own. Nothing is computed twice or column by column: all samples of the variation, rows and circuits are one
tensor, [samples, columns, rows], whose last dimension is long and contiguous. A voltage e1 + e2 t is never formed where its t is
enough: e1 and e2 go into the conductances. Adam has two tensors.

Answers a line of JSON on standard output for each on standard input: {"command": "check", ...} with the loss and its gradient
at given parameters and factors, {"command": "step", "steps": n} with the user CPU time of n steps.
"""

import json
import math
import resource
import sys

import torch

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
torch.set_default_dtype(getattr(torch, sys.argv[2]))

DTYPE = torch.get_default_dtype()
LEAST_THETA, LARGEST_THETA = 0.01, 10.0
DISTANCE = math.log(0.99)


def logarithms(values):
    return torch.tensor([math.log(value) for value in values])


class NegativeWeightValues:
    """Logarithms of R1 R2 R3 R4 R5 W L from free numbers of R1 R3 R4 R2 R5 W L [layers, 7]."""

    low = logarithms([10, 10e3, 10e3, 200e-6, 10e-6])
    span = logarithms([500, 500e3, 500e3, 800e-6, 70e-6]) - low
    boxes = torch.tensor([0, 1, 4, 5, 6])

    def __call__(self, free):
        place = torch.sigmoid(free)
        r1, r3, r5, w, l = torch.addcmul(self.low, place[:, self.boxes], self.span).unbind(1)
        ratio = r3 - r1
        low = (ratio + (math.log(5) - 2 * DISTANCE)).clamp(min=math.log(8e3))
        r4 = torch.lerp(low, (r3 + DISTANCE).clamp(max=math.log(400e3)), place[:, 2])
        r2 = torch.lerp(self.least, (r4 - ratio + DISTANCE).clamp(max=math.log(250)), place[:, 3])
        return torch.stack((r1, r2, r3, r4, r5, w, l), 1)

    least = torch.tensor(math.log(5))


class TanhValues:
    """Logarithms of R1 W1 L1 R2 W2 L2 from free numbers of the same [layers, 6]."""

    low = logarithms([0.25e6, 80e-6, 40e-6, 6e3, 480e-6, 30e-6])
    span = logarithms([2.05e6, 100e-6, 79.5e-6, 32e3, 500e-6, 40e-6]) - low

    def __call__(self, free):
        return torch.addcmul(self.low, torch.sigmoid(free), self.span)


class Surrogate:
    """eta [circuits, 4] from logarithms of component values [circuits, names]."""

    def __init__(self, description):
        features, outputs = description["features"], description["outputs"]
        powers = torch.tensor([feature["powers"] for feature in features], dtype=torch.float64)
        least = torch.tensor([feature["least"] for feature in features], dtype=torch.float64)
        most = torch.tensor([feature["most"] for feature in features], dtype=torch.float64)
        sizes = [len(features), *description["hidden"], len(outputs)]
        weights, at, layers = torch.tensor(description["weights"], dtype=torch.float64), 0, []
        for before, size in zip(sizes, sizes[1:]):
            rows = weights[at : at + size * (before + 1)].reshape(size, before + 1)
            layers.append((rows[:, :before].T, rows[:, before]))
            at += size * (before + 1)
        # The scales of the inputs and of the outputs belong to the first and to the last layer.
        scale = 2 / (most - least)
        into, bias = layers[0]
        layers[0] = ((powers * scale[:, None]).T @ into, bias - (1 + scale * least) @ into)
        into, bias = layers[-1]
        base = torch.tensor([output["least"] for output in outputs], dtype=torch.float64)
        reach = torch.tensor([output["most"] for output in outputs], dtype=torch.float64) - base
        layers[-1] = (into * reach, base + bias * reach)
        self.layers = [(into.to(DTYPE).contiguous(), bias.to(DTYPE)) for into, bias in layers]

    def __call__(self, x):
        for into, bias in self.layers[:-1]:
            x = torch.addmm(bias, x, into).tanh_()
        into, bias = self.layers[-1]
        return torch.addmm(bias, x, into)


class Network:
    def __init__(self, problem):
        self.topology = problem["topology"]
        self.samples = problem["samples"]
        self.variation = problem["variation"]
        self.margin, self.threshold = problem["margin"], problem["threshold"]
        rows = len(problem["labels"])
        self.inputs = torch.tensor(problem["inputs"]).reshape(rows, -1).T.contiguous()
        labels = torch.tensor(problem["labels"])
        self.labels = labels.expand(self.samples, 1, rows)
        self.is_right = torch.nn.functional.one_hot(labels, self.topology[-1]).T.bool()
        self.layers = list(zip(self.topology, self.topology[1:]))
        self.sizes = [(inputs + 2) * neurons for inputs, neurons in self.layers]
        each = range(len(self.layers))
        self.activation_layer = torch.tensor([l for l in each for _ in range(self.layers[l][1])])
        self.inverse_layer = torch.tensor([l for l in each for _ in range(self.layers[l][0] + 1)])
        self.surrogates = Surrogate(problem["activation"]), Surrogate(problem["negativeWeight"])
        self.values = TanhValues(), NegativeWeightValues()
        self.circuits = 6 * len(self.layers), 7 * len(self.layers)

    def parameters(self, flat):
        """Leaves: all weights, all free numbers of circuits."""
        weights = sum(self.sizes)
        return flat[:weights].clone().requires_grad_(), flat[weights:].clone().requires_grad_()

    def draw(self):
        weights = sum(self.sizes)
        count = weights + 6 * len(self.activation_layer) + 7 * len(self.inverse_layer)
        factors = torch.rand(self.samples * count).mul_(2 * self.variation).add_(1 - self.variation)
        return self.split(factors)

    def split(self, factors):
        weights = sum(self.sizes)
        activation, inverse = len(self.activation_layer), len(self.inverse_layer)
        theta, a, b = factors.split([self.samples * n for n in (weights, 6 * activation, 7 * inverse)])
        return theta.view(-1, weights), a.view(-1, 6), b.view(-1, 7)

    def eta(self, kind, free, layer, factors):
        """[samples, circuits, 1] of each of eta1 ... eta4."""
        logs = self.values[kind](free)[layer]
        values = (factors.log().view(self.samples, len(layer), -1) + logs).view(len(factors), -1)
        eta = self.surrogates[kind](values).view(self.samples, len(layer), 4)
        return eta

    def loss(self, theta, circuits, factors):
        by_theta, by_activation, by_inverse = factors
        layers = len(self.layers)
        free_a, free_b = circuits.split(self.circuits)
        curves = self.eta(0, free_a.view(layers, 6), self.activation_layer, by_activation)
        inverses = self.eta(1, free_b.view(layers, 7), self.inverse_layer, by_inverse)
        size = theta.abs()
        with torch.no_grad():
            printed = size.clamp(max=LARGEST_THETA)
            printed[size < LEAST_THETA] = LEAST_THETA
            printed[size < LEAST_THETA / 2] = 0
            rounding = printed - size
            is_negative = theta < 0
        conductances = (size + rounding) * by_theta
        t, base, reach = self.inputs.expand(self.samples, -1, -1), None, None
        for (inputs, neurons), g, negative, curve, inverse in zip(
            self.layers,
            conductances.split(self.sizes, 1),
            is_negative.split(self.sizes),
            curves.split([n for _, n in self.layers], 1),
            inverses.split([n + 1 for n, _ in self.layers], 1),
        ):
            g = g.view(self.samples, inputs + 2, neurons)
            share = (g / g.sum(1, keepdim=True))[:, : inputs + 1].transpose(1, 2)
            turned = share * negative.view(inputs + 2, neurons)[: inputs + 1].T
            straight = share - turned
            e1, e2, e3, e4 = inverse.split(1, 2)
            # Of the bias, and of what does not depend on the row.
            turned_bias = e1[:, -1:] + e2[:, -1:] * torch.tanh((1 - e3[:, -1:]) * e4[:, -1:])
            middle = straight[:, :, -1:] - turned[:, :, -1:] * turned_bias
            turned, straight = turned[:, :, :-1], straight[:, :, :-1]
            e1, e2, e3, e4 = e1[:, :-1], e2[:, :-1], e3[:, :-1], e4[:, :-1]
            middle = middle - turned @ e1
            if base is None:
                slope, offset = e4, -e3 * e4
            else:
                slope, offset = e4 * reach, (base - e3) * e4
                middle = middle + straight @ base
                straight = straight * reach.transpose(1, 2)
            bent = torch.addcmul(offset, t, slope).tanh_()
            column = torch.baddbmm(middle, turned * -e2.transpose(1, 2), bent)
            column = torch.baddbmm(column, straight, t)
            base, reach, e3, e4 = curve.split(1, 2)
            t = torch.addcmul(-e3 * e4, column, e4).tanh_()
        outputs = torch.addcmul(base, t, reach)
        right = outputs.gather(1, self.labels)
        wrong = outputs.masked_fill(self.is_right, -math.inf).max(1, keepdim=True)[0]
        low = (self.margin + self.threshold - right).clamp(min=0)
        return (low + (wrong + self.margin).clamp(min=0)).mean()


def user_time():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def main():
    with open(sys.argv[1], encoding="utf8") as file:
        problem = json.load(file)
    network = Network(problem)
    torch.manual_seed(1)
    theta, circuits = network.parameters(torch.tensor(problem["parameters"]))
    optimiser = torch.optim.Adam(
        [{"params": [theta], "lr": problem["rates"]["weights"]}, {"params": [circuits], "lr": problem["rates"]["circuits"]}]
    )
    for line in sys.stdin:
        request = json.loads(line)
        if request["command"] == "check":
            at = network.parameters(torch.tensor(request["parameters"]))
            loss = network.loss(*at, network.split(torch.tensor(request["factors"])))
            loss.backward()
            answer = {"loss": loss.item(), "gradient": at[0].grad.tolist() + at[1].grad.tolist()}
        else:
            before = user_time()
            for _ in range(request["steps"]):
                optimiser.zero_grad(set_to_none=True)
                loss = network.loss(theta, circuits, network.draw())
                loss.backward()
                optimiser.step()
                with torch.no_grad():
                    theta.clamp_(-LARGEST_THETA, LARGEST_THETA)
            user = user_time() - before
            kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            answer = {"user": user, "loss": loss.item(), "peak": 1024 * kilobytes}
        answer["version"] = torch.__version__
        print(json.dumps(answer), flush=True)


main()
