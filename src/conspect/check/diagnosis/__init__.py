"""Names the mistakes: which change to the right backward pass gives what the program applied?

`layers` sees the forward pass as weights and activations, `evidence` holds what is to be explained,
`search` tries the changes that the files of `mistakes` propose, alone and together, `locate` finds
the line.
"""
