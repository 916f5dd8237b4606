"""Stochastic networks abstracted by mixture densities whose architecture is searched.

After Repin and Petrov, Information and Computation 281 (2021).
"""
