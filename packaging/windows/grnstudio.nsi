; The installer for Windows: for one user, without administrator's rights.
; packaging/windows/make-installer.sh compiles it and says what these names stand for:
;   VERSION  NUMBERS  FOLDER  ICON  LICENCE  CLI  SIZE_KB  OUTPUT  [TARGET]  [SIGN]

Unicode true
!ifdef TARGET
  Target ${TARGET}
!endif
SetCompressor /FINAL lzma
SetCompressorDictSize 32

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"
!include "x64.nsh"

!define NAME "GRNStudio"
!define HOME "https://github.com/grnstudio/grnstudio"
!define CLASSES "Software\Classes"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\grnstudio.exe"
!define APPLICATION "${CLASSES}\Applications\grnstudio.exe"
!define IN_USE "GRNStudio is running. Close it, then try again."

Name "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails show
ManifestDPIAware true

VIProductVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "BSD-3-Clause"

!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

; ---- pages ----------------------------------------------------------------------------------

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\grnstudio.exe"
!define MUI_FINISHPAGE_NOAUTOCLOSE

!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!define LEFT "Your projects, emulators and exports stay where you saved them.$\r$\n$\r$\n\
Settings, runs kept for recovery, compiled kernels and a GPU pack, if there is one, stay in \
$LOCALAPPDATA\grnstudio; delete that folder if you do not want them any more."

!define MUI_UNCONFIRMPAGE_TEXT_TOP "${LEFT}"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "English"

; ---- what both need -------------------------------------------------------------------------

!macro PROGRAM_CLOSED UN
; A program that runs cannot be written to.
Function ${UN}WaitUntilClosed
  ${DoWhile} ${FileExists} "$INSTDIR\grnstudio.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\grnstudio.exe" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${IN_USE}" /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Abort "${IN_USE}"
  ${Loop}
FunctionEnd

Function ${UN}TellExplorer
  ; SHCNE_ASSOCCHANGED: file types and their icons have changed
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"
FunctionEnd
!macroend
!insertmacro PROGRAM_CLOSED ""
!insertmacro PROGRAM_CLOSED "un."

; ---- installing -----------------------------------------------------------------------------

Function .onInit
  ${IfNot} ${IsNativeAMD64}
  ${AndIfNot} ${IsNativeARM64}
    MessageBox MB_OK|MB_ICONSTOP "GRNStudio needs a 64-bit Windows." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "GRNStudio needs Windows 10 or later." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section "GRNStudio" PROGRAM
  SectionIn RO
  SetShellVarContext current
  Call WaitUntilClosed
  RMDir /r "$INSTDIR\_internal" ; of an older version
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  File "/oname=LICENSE.txt" "${LICENCE}"
  SetOutPath "$INSTDIR\cli"
  File "${CLI}/grnstudio.cmd"
  File "${CLI}/prompt.cmd"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateDirectory "$SMPROGRAMS\${NAME}"
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\grnstudio.exe"
  ; Two quotes on either side: cmd takes the outer ones away.
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME} command prompt.lnk" "$SYSDIR\cmd.exe" \
    '/K ""$INSTDIR\cli\prompt.cmd""' "$INSTDIR\grnstudio.exe" 0

  WriteRegStr HKCU "${APP_PATH}" "" "$INSTDIR\grnstudio.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\grnstudio.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The GRNStudio developers"
  WriteRegStr HKCU "${UNINSTALL}" "URLInfoAbout" "${HOME}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

; A suffix becomes ours unless another program of the user's has it already.
!macro ASSOCIATE SUFFIX CLASS TITLE
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" "$INSTDIR\grnstudio.exe,0"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"$INSTDIR\grnstudio.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${CLASS}" ""
  ReadRegStr $0 HKCU "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == ""
    WriteRegStr HKCU "${CLASSES}\${SUFFIX}" "" "${CLASS}"
  ${EndIf}
!macroend

!macro OFFER SUFFIX
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" "${SUFFIX}" ""
!macroend

Section "Open projects and emulators by double click" ASSOCIATIONS
  !insertmacro ASSOCIATE ".grnstudio" "GRNStudio.Project" "GRNStudio project"
  !insertmacro ASSOCIATE ".emulator" "GRNStudio.Emulator" "GRNStudio emulator"
  ; Models and tables stay with the programs they belong to, and are offered under "Open with".
  WriteRegStr HKCU "${APPLICATION}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${APPLICATION}\shell\open\command" "" '"$INSTDIR\grnstudio.exe" "%1"'
  !insertmacro OFFER ".grnstudio"
  !insertmacro OFFER ".emulator"
  !insertmacro OFFER ".ant"
  !insertmacro OFFER ".sbml"
  !insertmacro OFFER ".xml"
  !insertmacro OFFER ".json"
  !insertmacro OFFER ".csv"
  !insertmacro OFFER ".tsv"
  Call TellExplorer
SectionEnd

Section /o "Shortcut on the desktop" SHORTCUT
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\grnstudio.exe"
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
  !insertmacro MUI_DESCRIPTION_TEXT ${PROGRAM} \
    "The program, with everything it needs. Nothing else has to be installed."
  !insertmacro MUI_DESCRIPTION_TEXT ${ASSOCIATIONS} \
    "Files that end in .grnstudio and .emulator open in GRNStudio."
  !insertmacro MUI_DESCRIPTION_TEXT ${SHORTCUT} "An icon on your desktop."
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; ---- uninstalling ---------------------------------------------------------------------------

!macro DISSOCIATE SUFFIX CLASS
  ReadRegStr $0 HKCU "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegValue HKCU "${CLASSES}\${SUFFIX}" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}\OpenWithProgids"
  ReadRegStr $0 HKCU "${CLASSES}\${SUFFIX}" ""
  ${If} $0 == ""
    DeleteRegKey /ifempty HKCU "${CLASSES}\${SUFFIX}"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${CLASS}"
!macroend

Section "Uninstall"
  SetShellVarContext current
  Call un.WaitUntilClosed
  !insertmacro DISSOCIATE ".grnstudio" "GRNStudio.Project"
  !insertmacro DISSOCIATE ".emulator" "GRNStudio.Emulator"
  DeleteRegKey HKCU "${APPLICATION}"
  DeleteRegKey HKCU "${APP_PATH}"
  DeleteRegKey HKCU "${UNINSTALL}"
  Call un.TellExplorer

  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}\${NAME} command prompt.lnk"
  RMDir "$SMPROGRAMS\${NAME}"

  ; Only what was installed goes: somebody may keep projects in this folder.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\cli\grnstudio.cmd"
  Delete "$INSTDIR\cli\prompt.cmd"
  RMDir "$INSTDIR\cli"
  Delete "$INSTDIR\grnstudio.exe"
  Delete "$INSTDIR\grnstudio-console.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"

  ${If} ${FileExists} "$INSTDIR\*.*"
    DetailPrint "Left in $INSTDIR: files that were not installed."
  ${EndIf}
  DetailPrint "Left where you saved them: projects, emulators and exports."
  ${If} ${FileExists} "$LOCALAPPDATA\grnstudio\*.*"
    DetailPrint "Left in $LOCALAPPDATA\grnstudio: settings, runs kept for recovery, kernels."
  ${EndIf}
SectionEnd
