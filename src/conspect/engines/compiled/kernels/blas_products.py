"""The matrix products of dense layers, by a BLAS whose function stands at the address `gemm`.

The address of NumPy's own BLAS is found by `conspect.engines.blas`; it is often newer than the one
that Numba would take, and has its threads already.
"""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from conspect.engines.compiled.kernels.head import ONE, ZERO, kernel

# Replaced by the width of the BLAS's whole numbers when the file is copied.
INTEGER_BITS = 64
# CBLAS's names for: row after row; as it stands; transposed.
ROWS, PLAIN, TURNED = 101, 111, 112


@intrinsic
def call_gemm(typing, gemm, turn_left, turn_right, rows, columns, terms, left, right, kept, out):
    """`out = left right + kept out`: a call of CBLAS's gemm at an address."""
    arguments = (gemm, turn_left, turn_right, rows, columns, terms, left, right, kept, out)

    def codegen(context, builder, signature, values):
        choice, integer = ir.IntType(32), ir.IntType(INTEGER_BITS)
        real, pointer = values[8].type, cgutils.voidptr_t
        kinds = [choice] * 3 + [integer] * 3 + [real, pointer, integer, pointer, integer]
        kinds += [real, pointer, integer]

        def number(value, kind):
            cast = builder.trunc if value.type.width > kind.width else builder.sext
            return value if value.type == kind else cast(value, kind)

        def place(at):
            array = context.make_array(signature.args[at])(context, builder, values[at])
            step = cgutils.unpack_tuple(builder, array.shape)[1]
            return [builder.bitcast(array.data, pointer), number(step, integer)]

        function = builder.inttoptr(values[0], ir.FunctionType(ir.VoidType(), kinds).as_pointer())
        turns = [choice(ROWS), *(number(value, choice) for value in values[1:3])]
        sizes = [number(value, integer) for value in values[3:6]]
        builder.call(
            function, [*turns, *sizes, real(1), *place(6), *place(7), values[8], *place(9)]
        )
        return context.get_dummy_value()

    return types.void(*arguments), codegen


@kernel
def dense_z(gemm, rows, x, W, z):
    """`z[n,j] = sum(i, x[n,i] * W[i,j])`."""
    call_gemm(gemm, PLAIN, PLAIN, rows, W.shape[1], W.shape[0], x, W, ZERO, z)


@kernel
def dense_dx(gemm, rows, dz, W, add, dx):
    """`dx[n,i] = sum(j, dz[n,j] * W[i,j])`."""
    kept = ONE if add else ZERO
    call_gemm(gemm, PLAIN, TURNED, rows, W.shape[0], W.shape[1], dz, W, kept, dx)


@kernel
def dense_dW(gemm, rows, x, dz, add, dW):
    """`dW[i,j] = sum(n, x[n,i] * dz[n,j])`."""
    kept = ONE if add else ZERO
    call_gemm(gemm, TURNED, PLAIN, dW.shape[0], dW.shape[1], rows, x, dz, kept, dW)
