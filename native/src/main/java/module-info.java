/** Backends over a BLAS of the machine. Nothing is linked yet: the module holds the room's place in the house. */
module gramflow.blas {
    requires gramflow.core;
}
