using System.Collections.Immutable;

namespace SageServe.Shared;

/// <summary>The load of one model that a plan was made for, step by step: what those who follow the plan elsewhere pace by. Envelope time.</summary>
/// <param name="Model">The model.</param>
/// <param name="Start">Start of the first step.</param>
/// <param name="Step">Length of a step.</param>
/// <param name="Lead">Steps before the planning window.</param>
/// <param name="Known">False while too little demand was seen to let the model shrink on it.</param>
/// <param name="Loses">True while the last value would have forecast it better: its pools then follow their load.</param>
/// <param name="Curves">Of all regions together, and of each where it enters.</param>
public sealed record PlanCourse(ModelId Model, Instant Start, TimeSpan Step, int Lead, bool Known, bool Loses, ImmutableArray<PlanCurve> Curves);
