/**
 * Functions f(w) of parameters over a set of examples, and their Jacobians as linear operators: networks of layers, their initialisation, their weights in
 * files. What is done with a Jacobian, its Gram matrix for one, lives above; the products and activations it is made of live below.
 */
@org.jspecify.annotations.NullMarked
package gramflow.model;
