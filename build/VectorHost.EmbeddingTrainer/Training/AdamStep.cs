using System.Runtime.InteropServices;

namespace VectorHost.EmbeddingTrainer.Training;

/// <summary>The numbers of one step of Adam.</summary>
/// <param name="FirstDecay">How much of the mean gradient is kept.</param>
/// <param name="SecondDecay">How much of the mean squared gradient is kept.</param>
/// <param name="Rate">The learning rate, with the first mean's correction.</param>
/// <param name="SecondScale">The second mean's correction.</param>
/// <param name="Epsilon">Keeps the divisor above 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AdamStep(float FirstDecay, float SecondDecay, float Rate, float SecondScale, float Epsilon);
