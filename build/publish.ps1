# Makes an installed copy of VectorHost in a folder: the executable, plugins\, and in sdk\packages what an author of a
# plugin needs; nothing of the source tree.
#   build\publish.ps1 [-Portable] OUT
# The copy is compiled ahead of time for machines of this kind; with -Portable it runs on every kind, and starts slower.
param([string]$Out, [switch]$Portable, [switch]$Help)

$ErrorActionPreference = 'Stop'
$usage = 'usage: build\publish.ps1 [-Portable] OUT'
if ($Help -or $Out -in '--help', '-h', '/?') {
    Write-Host $usage
    exit 0
}

# An option that is not known arrives as if it were the name of a folder.
if (-not $Out -or $Out.StartsWith('-')) {
    [Console]::Error.WriteLine($usage)
    exit 2
}

$root = Split-Path $PSScriptRoot -Parent
$isInstalled = Test-Path (Join-Path $Out 'vectorhost.dll')
if ((Test-Path $Out) -and (Get-ChildItem $Out -Force) -and -not $isInstalled) {
    Write-Error "$Out is not empty and holds no VectorHost: choose another folder"
}

dotnet publish (Join-Path $root 'host/VectorHost/VectorHost.csproj') -c Release -o $Out "-p:Precompile=$(-not $Portable)" --nologo -v quiet
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
foreach ($project in 'abstractions/VectorHost.Abstractions', 'build/VectorHost.Plugin', 'tests/VectorHost.Conformance', 'build/Templates') {
    dotnet pack (Join-Path $root $project) -c Release -o (Join-Path $Out 'sdk/packages') --nologo -v quiet
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
Write-Host "Published to $Out. Run $(Join-Path $Out 'vectorhost') --help"
