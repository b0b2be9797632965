#!/usr/bin/env python3
"""Prints the coefficients of core's ActivationFormulas: best approximations by Remez' exchange at 60 digits, then rounded to doubles.

Needs mpmath. Each line is a list in ascending order, with the largest weighted error of the exact polynomial.
"""
from mpmath import cos, erf, erfc, exp, expm1, atanh, log, lu_solve, matrix, mp, mpf, nstr, pi, polyval, sign, sqrt, tanh

mp.dps = 60


def remez(f, weight, low, high, degree, rounds=14):
    """The polynomial p of that degree with the least max |weight·(f − p)|, and that maximum."""
    low, high, points = mpf(low), mpf(high), degree + 2
    node = lambda i, n: (low + high) / 2 - (high - low) / 2 * cos(pi * i / mpf(n))
    xs = [node(i, points - 1) for i in range(points)]
    grid = [node(i, 40 * points) for i in range(40 * points + 1)]
    for _ in range(rounds):
        a, b = matrix(points, points), matrix(points, 1)
        for i, x in enumerate(xs):
            for j in range(degree + 1):
                a[i, j] = x**j
            a[i, degree + 1] = (-1) ** i / (weight(x) + mpf(10) ** -25)
            b[i] = f(x)
        solution = lu_solve(a, b)
        p = [solution[j] for j in range(degree + 1)]
        errors = [weight(x) * (f(x) - polyval(p[::-1], x)) for x in grid]
        extrema = []
        for i, e in enumerate(errors):
            if not extrema or sign(e) != sign(errors[extrema[-1]]):
                extrema.append(i)
            elif abs(e) > abs(errors[extrema[-1]]):
                extrema[-1] = i
        while len(extrema) > points:
            extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        largest = max(abs(e) for e in errors)
        if len(extrema) < points or largest < 1.02 * abs(solution[degree + 1]):
            break
        xs = [grid[i] for i in extrema]
    return p, largest


def java(x):
    """A double as Java writes it in hexadecimal, rounded from all digits."""
    return float(x).hex().replace("p+", "p")


def tell(name, approximation):
    p, error = approximation
    print(f"{name}, degree {len(p) - 1}, error 2^{nstr(log(error, 2), 4)}")
    print("    " + ", ".join(java(c) for c in p))


def split(name, x):
    high = float(x)
    print(f"{name}: {java(high)} + {java(x - mpf(high))}")


def of_square(f, at_zero):
    """A function of z = a², near 0 by its first terms."""
    return lambda z: f(sqrt(z)) if z > mpf(10) ** -20 else at_zero(z)


def folded(f, k):
    """A function of t = (a − k)/(a + k)."""
    return lambda t: f(k * (1 + t) / (1 - t))


half_ln2 = log(2) / 2 * mpf("1.0001")
tell("EXP: (exp(r) - 1 - r)/r^2 for |r| <= ln2/2",
     remez(lambda r: (expm1(r) - r) / r**2 if abs(r) > mpf(10) ** -18 else mpf(1) / 2 + r / 6, lambda r: r**2, -half_ln2, half_ln2, 9))
tell("TANH: (tanh(a) - a)/a^3, z = a^2, a <= 0.55",
     remez(of_square(lambda a: (tanh(a) - a) / a**3, lambda z: -mpf(1) / 3 + 2 * z / 15), lambda z: z, 0, mpf("0.55") ** 2, 10))
tell("ATANH: (2 atanh(s) - 2s)/s^3, z = s^2, s <= 1/3",
     remez(of_square(lambda s: 2 * (atanh(s) - s) / s**3, lambda z: mpf(2) / 3 + 2 * z / 5), lambda z: z, 0, mpf(1) / 9, 9))
tell("ERF: (erf(a) - a)/a, z = a^2, a <= 1",
     remez(of_square(lambda a: (erf(a) - a) / a, lambda z: 2 / sqrt(pi) * (1 - z / 3) - 1), lambda z: 1, 0, 1, 11))
K = mpf(2)
tell("ERFC: exp(a^2) erfc(a), t = (a - 2)/(a + 2), 1 <= a <= 6, weight exp(-a^2)",
     remez(folded(lambda a: exp(a * a) * erfc(a), K), folded(lambda a: exp(-a * a), K), -K / 6, mpf(1) / 2, 12))
K = mpf(4)
mills = folded(lambda a: (a + K) * exp(a * a / 2) * erfc(a / sqrt(2)) / 2, K)
ratio = remez(mills, lambda t: 1 / mills(t), -1, mpf(36) / 44, 23)
tell("MILLS: (a + 4) exp(a^2/2) Phi(-a), t = (a - 4)/(a + 4), 0 <= a <= 40, relative", ratio)
split("MILLS, first", ratio[0][0])
split("MILLS, second", ratio[0][1])
split("2/sqrt(pi)", 2 / sqrt(pi))
split("1/sqrt(2 pi)", 1 / sqrt(2 * pi))
ln2_high = mpf(float.fromhex("0x1.62e42feep-1"))
print(f"ln 2: {java(ln2_high)} + {java(log(2) - ln2_high)}")
